import pulumi
import pulumi_kubernetes as k8s
from service_deployment import ServiceDeployment

config = pulumi.Config()
isMinikube = config.get_bool("isMinikube")

leader = ServiceDeployment("redis-leader", image="redis", ports=[6379], privileged=True)
replica = ServiceDeployment("redis-replica", image="pulumi/guestbook-redis-replica", ports=[6379])
frontend = ServiceDeployment(
    "frontend",
    image="pulumi/guestbook-php-redis",
    replicas=3,
    ports=[80],
    service_type="ClusterIP" if isMinikube else "LoadBalancer",
)

k8s.rbac.v1.ClusterRoleBinding(
    "everything",
    role_ref={"api_group": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
    subjects=[{"kind": "ServiceAccount", "name": "default", "namespace": "default"}],
)

k8s.yaml.ConfigFile("logging", file="logging.yaml")

pulumi.export("frontend_ip", frontend.ip_address)
