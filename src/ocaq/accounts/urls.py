"""Addresses of accounts: of allauth only what is used; a test walks the rest and finds nothing."""

from allauth.account import views as account_views
from allauth.mfa.webauthn import views as passkey_views
from django.urls import path

from ocaq.accounts.views import desk, entrance, erasure, mine

urlpatterns = [
    path("accounts/login/", entrance.sign_in, name="account_login"),
    path("accounts/login/code/", entrance.ask_for_code, name="account_request_login_code"),
    path("accounts/login/code/confirm/", account_views.confirm_login_code, name="account_confirm_login_code"),
    path("accounts/login/passkey/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path("accounts/logout/", account_views.logout, name="account_logout"),
    path("accounts/signup/", account_views.signup, name="account_signup"),
    path("accounts/confirm/", account_views.email_verification_sent, name="account_email_verification_sent"),
    path("accounts/closed/", account_views.account_inactive, name="account_inactive"),
    path("accounts/again/", entrance.sign_in_again, name="account_again"),
    path("accounts/address/", entrance.address, name="account_email"),
    path("accounts/passkeys/", passkey_views.list_webauthn, name="mfa_list_webauthn"),
    path("accounts/passkeys/all/", entrance.passkeys_index, name="mfa_index"),
    path("accounts/passkeys/add/", entrance.passkey_add, name="mfa_add_webauthn"),
    path("accounts/passkeys/<int:pk>/", entrance.passkey_rename, name="mfa_edit_webauthn"),
    path("accounts/passkeys/<int:pk>/remove/", entrance.passkey_remove, name="mfa_remove_webauthn"),
    path("my/", mine.my_page, name="my"),
    path("my/account/", mine.account_change, name="my-account"),
    path("my/erasure/", erasure.own_erasure, name="my-erasure"),
    path("my/sessions/", mine.session_list, name="my-sessions"),
    path("my/sessions/others/end/", mine.sessions_end_others, name="my-sessions-end-others"),
    path("my/sessions/<int:session_id>/end/", mine.session_end, name="my-session-end"),
    path("desk/", desk.desk_home, name="desk"),
    path("desk/people/", desk.people, name="desk-people"),
    path("desk/people/erasure/", erasure.desk_erasure, name="desk-erasure"),
    path("desk/people/grant/", desk.role_grant, name="desk-role-grant"),
    path("desk/people/roles/<int:grant_id>/kept/", desk.role_keep, name="desk-role-keep"),
    path("desk/people/roles/<int:grant_id>/end/", desk.role_end, name="desk-role-end"),
]
