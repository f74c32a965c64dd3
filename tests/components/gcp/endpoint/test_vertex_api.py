import importlib

import pytest

from stackwright.components.gcp.endpoint import vertex_api

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning:google")


def test_a_missing_client_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, package: str | None = None) -> None:
        raise ImportError(name)

    monkeypatch.setattr(vertex_api, "import_module", missing)
    with pytest.raises(vertex_api.MissingClient, match="pip install 'google-cloud-aiplatform"):
        vertex_api.models("us-central1")


@pytest.mark.enable_socket
def test_googles_own_address_is_that_of_the_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(vertex_api.ADDRESS, raising=False)
    credentials = importlib.import_module("google.auth.credentials").AnonymousCredentials()
    monkeypatch.setattr("google.auth.default", lambda *args, **kwargs: (credentials, "lab-project"))
    client = vertex_api.endpoints("europe-west4")
    assert client.api_endpoint == "europe-west4-aiplatform.googleapis.com"
    assert client.transport.kind == "grpc"


def test_only_what_is_missing_counts_as_gone() -> None:
    exceptions = importlib.import_module("google.api_core.exceptions")
    assert vertex_api.is_gone(exceptions.NotFound("gone"))
    assert not vertex_api.is_gone(exceptions.PermissionDenied("no"))
    assert not vertex_api.is_gone(ValueError("no"))
