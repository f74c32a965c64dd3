import json

import pulumi
import pulumi_aws as aws

region = aws.config.region
account_id = aws.get_caller_identity().account_id
config = pulumi.Config()
stage_name = config.get("stage") or "dev"

lambda_role = aws.iam.Role(
    "lambdaRole",
    assume_role_policy="""{
        "Version": "2012-10-17",
        "Statement": [{
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Effect": "Allow",
            "Sid": ""
        }]
    }""",
)

lambda_role_policy = aws.iam.RolePolicy(
    "lambdaRolePolicy",
    role=lambda_role.id,
    policy=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}),
)

table = aws.dynamodb.Table(
    "counters",
    attributes=[{"name": "id", "type": "S"}],
    hash_key="id",
    billing_mode="PAY_PER_REQUEST",
)

log_group = aws.cloudwatch.LogGroup("lambdaLogs", name_prefix="/aws/lambda/handler-")

lambda_func = aws.lambda_.Function(
    "mylambda",
    role=lambda_role.arn,
    runtime="python3.12",
    handler="handler.handler",
    code=pulumi.AssetArchive({".": pulumi.FileArchive("./handler")}),
    environment={
        "variables": {
            "TABLE_NAME": table.name,
            "STRIPE_API_KEY": "rk_live_9f8Gh2LkQw7ZxTn3VbYc5Mda",
        }
    },
)

apigw = aws.apigatewayv2.Api(
    "httpApiGateway",
    protocol_type="HTTP",
    route_key="GET /",
    target=lambda_func.invoke_arn,
)

aws.lambda_.Permission(
    "lambdaPermission",
    action="lambda:InvokeFunction",
    principal="apigateway.amazonaws.com",
    function=lambda_func.name,
    source_arn=apigw.execution_arn.apply(lambda arn: arn + "*/*"),
)

swagger = lambda_func.arn.apply(
    lambda arn: json.dumps(
        {
            "swagger": "2.0",
            "info": {"title": "api", "version": "1.0"},
            "paths": {
                "/{proxy+}": {
                    "x-amazon-apigateway-any-method": {
                        "x-amazon-apigateway-integration": {
                            "uri": f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations",
                            "passthroughBehavior": "when_no_match",
                            "httpMethod": "POST",
                            "type": "aws_proxy",
                        }
                    }
                }
            },
        }
    )
)
rest_api = aws.apigateway.RestApi("api", body=swagger)
deployment = aws.apigateway.Deployment("api-deployment", rest_api=rest_api.id)
stage = aws.apigateway.Stage("api-stage", rest_api=rest_api.id, deployment=deployment.id, stage_name=stage_name)

pulumi.export("account", account_id)
pulumi.export("apigateway-rest-endpoint", stage.invoke_url.apply(lambda url: url + "/{proxy+}"))
pulumi.export("http-endpoint", apigw.api_endpoint)
