"""The feature of a subscription that puts the machines of a pool on one InfiniBand network."""

import pulumi
from pulumi import InvokeOutputOptions, Output, Resource
from pulumi_azure_native import features

from stackwright.accelerators.aks import INFINIBAND_FEATURE, pool_facts
from stackwright.accelerators.fabric import joined
from stackwright.accelerators.machines import Machine


def feature_state(component: Resource, machine: Machine, nodes: int) -> Output[str]:
    """State of the feature, once it is one in which so many of `machine` are joined; empty where they are not.

    It is read and never made: the provider refuses to create what has a state before it is asked for
    (pulumi/pulumi-azure-native issue 1722), and a stack that unregisters it on `destroy` takes it from all others.
    Without it AKS makes the pool all the same, on networks that do not meet. Grace machines want it unregistered,
    and do not start otherwise, so there is nothing to find out for them.
    """
    if not joined(machine, nodes) or pool_facts(machine).infiniband_feature != "registered":
        return Output.from_input("")
    namespace, name = INFINIBAND_FEATURE
    found = features.get_subscription_feature_registration_output(
        provider_namespace=namespace, feature_name=name, opts=InvokeOutputOptions(parent=component)
    )
    return found.properties.apply(lambda properties: _registered(properties.state or "NotRegistered"))


def _registered(state: str) -> str:
    if state == "Registered":
        return state
    namespace, name = INFINIBAND_FEATURE
    raise pulumi.RunError(
        f"the feature {name} of the subscription is {state}, and machines made without it are on InfiniBand networks "
        f"that do not meet: run `az feature register --namespace {namespace} --name {name}`, wait until "
        f"`az feature show` with the same words says Registered, and run `az provider register --namespace {namespace}`"
    )
