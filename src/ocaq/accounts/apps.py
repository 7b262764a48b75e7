from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ocaq.accounts"
    label = "accounts"
