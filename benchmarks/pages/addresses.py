"""The product's addresses, and the arrival benchmark's ticket: a page that costs nothing but the middleware."""

from benchmarks.arrival.addresses import urlpatterns as ticket_addresses

from ocaq.config.urls import urlpatterns as product_addresses

urlpatterns = [*ticket_addresses, *product_addresses]
