from django.apps import AppConfig


class Search(AppConfig):
    name = "lianxin.base.search"
    consumers = {"search": "actions.take_in"}
