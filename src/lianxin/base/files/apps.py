from django.apps import AppConfig


class Files(AppConfig):
    name = "lianxin.base.files"
