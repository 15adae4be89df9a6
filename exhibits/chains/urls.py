"""Addresses of chains, below /admin/chains/; they have no language in them."""

from django.urls import path

from exhibits.chains import doing, views

urlpatterns = [
    path("", views.chains, name="chains"),
    path("price.json", doing.price, name="chain-price"),
    path("begin.json", doing.begin, name="chain-begin"),
    path("<uuid:run_id>/", views.run, name="chain"),
    path("<uuid:run_id>/run.json", views.progress, name="chain-progress"),
    path("<uuid:run_id>/do/<slug:verb>.json", doing.do, name="chain-do"),
    path("<uuid:run_id>/compare/<int:number>/", views.compare, name="chain-compare"),
    path("<uuid:run_id>/steps/<uuid:step_id>/file", views.file, name="chain-file"),
    path("<uuid:run_id>/steps/<uuid:step_id>/preview.jpg", views.preview, name="chain-preview"),
]
