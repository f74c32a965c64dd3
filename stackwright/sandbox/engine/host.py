"""A Pulumi language host for Python: runs programs, policy packs and plugins for a self-built engine.

The Go module proxy has no release of Pulumi's own host, so `install` puts this file beside the engine it
builds, in a folder `lib` of its own, so that it needs nothing but a Python with Pulumi's SDK. It reads the
protocol classes without running `pulumi/__init__`: it starts in under a tenth of a second.
"""

import contextlib
import functools
import importlib.machinery
import importlib.util
import json
import os
import signal
import sys
import tomllib
import types
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def thin_pulumi() -> None:
    """Make `pulumi.runtime.proto` importable without importing the SDK, or hand over to the next Python."""
    spec = importlib.machinery.PathFinder.find_spec("pulumi")
    if spec is None or not spec.submodule_search_locations or importlib.util.find_spec("grpc") is None:
        _hand_over()
        return
    root = Path(spec.submodule_search_locations[0])
    for name, folder in (("pulumi", root), ("pulumi.runtime", root / "runtime")):
        module = types.ModuleType(name)
        module.__path__ = [str(folder)]
        sys.modules[name] = module


def _hand_over() -> None:
    """Start again with the next interpreter that the launcher named."""
    names = [name for name in os.environ.get("STACKWRIGHT_HOST_PYTHONS", "").split(":") if name]
    for position, name in enumerate(names):
        os.environ["STACKWRIGHT_HOST_PYTHONS"] = ":".join(names[position + 1 :])
        with contextlib.suppress(OSError):
            os.execvp(name, [name, *sys.argv])
    sys.exit("no Python with Pulumi's SDK was found: set STACKWRIGHT_PYTHON to one that has `pulumi`")


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[3])
    thin_pulumi()

import grpc  # noqa: E402
from google.protobuf import json_format  # noqa: E402
from google.protobuf.empty_pb2 import Empty  # noqa: E402
from pulumi.runtime.proto import language_pb2 as wire  # noqa: E402
from pulumi.runtime.proto import language_pb2_grpc as service  # noqa: E402
from pulumi.runtime.proto.plugin_pb2 import PluginInfo  # noqa: E402

from stackwright.sandbox.engine.interpreters import Interpreter, Refused  # noqa: E402
from stackwright.sandbox.engine.processes import Children, Watchdog, chunks  # noqa: E402

EXEC = Path(__file__).with_name("pulumi-language-python-exec")
"""The runner of Pulumi's own host, which `install` takes from the Go SDK module."""

SHOWN_EXIT_CODE = 32
"""Exit code of a program that already showed its error (pulumi-language-python-exec)."""


class Host(service.LanguageRuntimeServicer):
    """Answers the engine's calls."""

    def __init__(self, engine: str, children: Children) -> None:
        self.engine = engine
        self.children = children

    def Handshake(self, request: wire.LanguageHandshakeRequest, context: grpc.ServicerContext):
        """Accept any engine."""
        self.engine = request.engine_address or self.engine
        return wire.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: Empty, context: grpc.ServicerContext) -> PluginInfo:
        """Name the version of the SDK this host speaks."""
        from importlib.metadata import version

        return PluginInfo(version=version("pulumi"))

    def GetRequiredPlugins(self, request: wire.GetRequiredPluginsRequest, context: grpc.ServicerContext):
        """Ask for no plugin: providers are attached, nothing is downloaded."""
        return wire.GetRequiredPluginsResponse()

    def GetRequiredPackages(self, request: wire.GetRequiredPackagesRequest, context: grpc.ServicerContext):
        """Ask for no package."""
        return wire.GetRequiredPackagesResponse()

    def RuntimeOptionsPrompts(self, request: wire.RuntimeOptionsRequest, context: grpc.ServicerContext):
        """Ask the user nothing."""
        return wire.RuntimeOptionsResponse()

    def About(self, request: wire.AboutRequest, context: grpc.ServicerContext) -> wire.AboutResponse:
        """Name the interpreter of the project."""
        chosen = _interpreter(request.info)
        python = _or_abort(chosen.path, context)
        return wire.AboutResponse(executable=python, version=chosen.version())

    def GetProgramDependencies(
        self, request: wire.GetProgramDependenciesRequest, context: grpc.ServicerContext
    ) -> wire.GetProgramDependenciesResponse:
        """List what is installed, or only what nothing else needs."""
        chosen = _interpreter(request.info)
        _or_abort(chosen.path, context)
        found = chosen.packages(transitive=request.transitiveDependencies).items()
        listed = [wire.DependencyInfo(name=name, version=version) for name, version in found]
        return wire.GetProgramDependenciesResponse(dependencies=listed)

    def InstallDependencies(
        self, request: wire.InstallDependenciesRequest, context: grpc.ServicerContext
    ) -> Iterator[wire.InstallDependenciesResponse]:
        """Create the virtual environment where it is missing and install `requirements.txt` into it."""
        chosen = _interpreter(request.info)
        for step in chosen.preparation():
            child = self.children.start(step, str(chosen.root), chosen.environment(os.environ), piped=True)
            for channel, data in chunks(child):
                yield wire.InstallDependenciesResponse(**{channel: data})
            if self.children.wait(child) != 0:
                context.abort(grpc.StatusCode.FAILED_PRECONDITION, f"`{' '.join(step)}` failed")

    def Run(self, request: wire.RunRequest, context: grpc.ServicerContext) -> wire.RunResponse:
        """Run a program to its end; its output goes to this host's own streams, which the engine shows."""
        try:
            chosen = _interpreter(request.info)
            args = [chosen.path(), "-u", str(EXEC)]
        except Refused as problem:
            return wire.RunResponse(error=str(problem))
        flags = {
            "monitor": request.monitor_address,
            "engine": self.engine,
            "project": request.project,
            "stack": request.stack,
            "organization": request.organization,
            "root_directory": request.info.root_directory,
            "pwd": request.pwd,
            "dry_run": "true" if request.dryRun else "false",
            "parallel": str(request.parallel),
        }
        for flag, value in flags.items():
            args += [f"--{flag}", value] if value else []
        env = chosen.environment(os.environ)
        env["PULUMI_CONFIG"] = json.dumps(dict(request.config))
        env["PULUMI_CONFIG_SECRET_KEYS"] = json.dumps(list(request.configSecretKeys))
        entry = str(Path(request.info.program_directory) / (request.info.entry_point or "."))
        child = self.children.start([*args, entry, *request.args], request.pwd, env, piped=False)
        context.add_callback(functools.partial(self.children.end, child))
        return _outcome(self.children.wait(child))

    def RunPlugin(
        self, request: wire.RunPluginRequest, context: grpc.ServicerContext
    ) -> Iterator[wire.RunPluginResponse]:
        """Run a policy pack or a plugin written in Python and pass on what it writes, then its exit code."""
        chosen = _interpreter(request.info)
        python = _or_abort(chosen.path, context)
        folder = Path(request.info.program_directory)
        if request.kind == "analyzer":
            args = ["-m", "pulumi.policy", *request.args, str(folder)]
        elif (folder / "__main__.py").exists():
            args = [str(folder), *request.args]
        else:
            about = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
            args = ["-m", "pulumi.run.plugin", about["project"]["name"], *request.args]
        env = chosen.environment(dict(pair.split("=", 1) for pair in request.env if "=" in pair))
        child = self.children.start([python, "-u", *args], request.pwd, env, piped=True)
        context.add_callback(functools.partial(self.children.end, child))
        for channel, data in chunks(child):
            if channel == "stdout":
                yield wire.RunPluginResponse(stdout=data)
            else:
                yield wire.RunPluginResponse(stderr=data)
        yield wire.RunPluginResponse(exitcode=self.children.wait(child))

    def Cancel(self, request: Empty, context: grpc.ServicerContext) -> Empty:
        """Stop what is running."""
        self.children.end_all()
        return Empty()


def _interpreter(info: wire.ProgramInfo) -> Interpreter:
    return Interpreter(info.root_directory, json_format.MessageToDict(info.options))


def _or_abort(ask: Callable[[], str], context: grpc.ServicerContext) -> str:
    try:
        return ask()
    except Refused as problem:
        context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(problem))
        raise


def _outcome(code: int) -> wire.RunResponse:
    """Say how a program ended, as the engine wants to hear it."""
    if code == 0:
        return wire.RunResponse()
    if code == SHOWN_EXIT_CODE:
        return wire.RunResponse(bail=True)
    if code < 0:
        return wire.RunResponse(error=f"the program was ended by signal {-code}")
    return wire.RunResponse(error=f"Program exited with non-zero exit code: {code}")


def main() -> None:
    """Serve until the engine stops this process or is gone."""
    children = Children()
    watchdog = Watchdog(sys.argv[-1], children)
    signal.signal(signal.SIGINT, watchdog.leave)
    signal.signal(signal.SIGTERM, watchdog.leave)
    server = grpc.server(ThreadPoolExecutor(max_workers=32), options=[("grpc.max_receive_message_length", -1)])
    service.add_LanguageRuntimeServicer_to_server(Host(sys.argv[-1], children), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    watchdog.watch()


if __name__ == "__main__":
    main()
