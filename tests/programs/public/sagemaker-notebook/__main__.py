import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
instance_type = config.get("instanceType") or "ml.t3.medium"

data = aws.s3.Bucket("training-data")

role = aws.iam.Role(
    "notebook-role",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}
            ],
        }
    ),
    managed_policy_arns=["arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"],
)

policy = aws.iam.get_policy_document_output(
    statements=[
        {"actions": ["s3:*"], "resources": ["*"]},
        {"actions": ["iam:PassRole"], "resources": ["*"]},
    ]
)
aws.iam.RolePolicy("notebook-data", role=role.id, policy=policy.json)

image = aws.sagemaker.get_prebuilt_ecr_image(repository_name="sagemaker-scikit-learn", image_tag="1.2-1-cpu-py3")

model = aws.sagemaker.Model(
    "scoring",
    execution_role_arn=role.arn,
    primary_container={
        "image": image.registry_path,
        "model_data_url": data.bucket.apply(lambda name: f"s3://{name}/model.tar.gz"),
    },
)

endpoint_config = aws.sagemaker.EndpointConfiguration(
    "scoring",
    production_variants=[
        {
            "variant_name": "primary",
            "model_name": model.name,
            "initial_instance_count": 1,
            "instance_type": config.get("endpointType") or "ml.m5.large",
        }
    ],
)
endpoint = aws.sagemaker.Endpoint("scoring", endpoint_config_name=endpoint_config.name)

notebook = aws.sagemaker.NotebookInstance(
    "notebook",
    role_arn=role.arn,
    instance_type=instance_type,
    root_access="Enabled",
    direct_internet_access="Enabled",
)

pulumi.export("notebook", notebook.url)
pulumi.export("endpoint", endpoint.name)
