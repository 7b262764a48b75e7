"""Addresses of one's own record and of privacy at the desk."""

from django.urls import path

from ocaq.privacy.views import code, counts, desk, reasons, record, reviews

app_name = "privacy"
urlpatterns = [
    path("my/record/", record.record_page, name="record"),
    path("my/record/copy.json", record.copy_json, name="copy_json"),
    path("my/record/copy.html", record.copy_page, name="copy_page"),
    path("my/record/erasure/", record.leaving_all, name="erasure"),
    path("my/record/receipts/<slug:ref>/", record.receipt, name="receipt"),
    path("my/record/<slug:handle>/erasure/", record.leaving_one, name="erasure_one"),
    path("my/record/<slug:handle>/request/", record.request_create, name="request"),
    path("privacy/record/", code.code_ask, name="record_code"),
    path("privacy/counts/", counts.public_counts, name="counts"),
    path("privacy/record/code/", code.code_enter, name="record_code_enter"),
    path("desk/privacy/", desk.overview, name="desk"),
    path("desk/privacy/find/", desk.find, name="desk_find"),
    path("desk/privacy/review/", reviews.review, name="desk_review"),
    path("desk/privacy/reason/", reasons.reason_give, name="reason"),
    path("desk/privacy/countries/", desk.country_set, name="desk_countries"),
    path("desk/privacy/requests/<slug:ref>/", desk.request_answer, name="desk_request"),
    path("desk/privacy/lawful/", desk.lawful_create, name="desk_lawful_new"),
    path("desk/privacy/lawful/<slug:ref>/", desk.lawful_page, name="desk_lawful"),
    path("desk/privacy/lawful/<slug:ref>/agreement/", desk.lawful_agree, name="desk_lawful_agree"),
    path("desk/privacy/lawful/<slug:ref>/refusal/", desk.lawful_refuse, name="desk_lawful_refuse"),
    path("desk/privacy/lawful/<slug:ref>/delivery/", desk.lawful_deliver, name="desk_lawful_deliver"),
]
