"""The resources of template.yaml as a Pulumi program; what the template says inline has the name of its resource."""

import databases
import machines
import services
import storage

key = storage.declare()
machines.declare(key)
databases.declare(key)
services.declare(key)
