"""The program of every stack in this folder: its configuration names a blueprint."""

from stackwright.cli.deploy import run

run()
