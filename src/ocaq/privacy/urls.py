"""Addresses of one's own record and of privacy at the desk."""

from django.urls import path

from ocaq.privacy.views import code, record

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
    path("privacy/record/code/", code.code_enter, name="record_code_enter"),
]
