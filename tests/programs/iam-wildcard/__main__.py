"""A role for training jobs that may do anything to anything."""

import json

from pulumi_aws import iam

trust = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}
everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}

trainer = iam.Role("trainer", assume_role_policy=json.dumps(trust))
iam.RolePolicy("trainer", role=trainer.id, policy=json.dumps(everything))
iam.RolePolicyAttachment("trainer", role=trainer.name, policy_arn="arn:aws:iam::aws:policy/AmazonSageMakerFullAccess")
