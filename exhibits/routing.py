"""Sockets of the museum, room by room."""

from django.urls import URLPattern

sockets: list[URLPattern] = []
