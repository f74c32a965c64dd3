import pulumi
import pulumi_azure_native as azure_native
from pulumi import Output
from pulumi_azure_native import applicationinsights, keyvault, resources, sql, storage, web

config = pulumi.Config()
username = config.get("sqlAdmin") or "pulumi"
pwd = config.require_secret("sqlPassword")
client = azure_native.authorization.get_client_config()

resource_group = resources.ResourceGroup("appservicerg")

storage_account = storage.StorageAccount(
    "appservicesa",
    resource_group_name=resource_group.name,
    kind=storage.Kind.STORAGE_V2,
    sku=storage.SkuArgs(name=storage.SkuName.STANDARD_LRS),
    enable_https_traffic_only=False,
    allow_blob_public_access=True,
    minimum_tls_version=storage.MinimumTlsVersion.TLS1_0,
)

static_website = storage.StorageAccountStaticWebsite(
    "staticWebsite",
    account_name=storage_account.name,
    resource_group_name=resource_group.name,
    index_document="index.html",
    error404_document="404.html",
)

index_html = storage.Blob(
    "index.html",
    resource_group_name=resource_group.name,
    account_name=storage_account.name,
    container_name=static_website.container_name,
    source=pulumi.FileAsset("./wwwroot/index.html"),
    content_type="text/html",
)

storage_container = storage.BlobContainer(
    "appservice-c",
    account_name=storage_account.name,
    public_access=storage.PublicAccess.BLOB,
    resource_group_name=resource_group.name,
)

blob = storage.Blob(
    "appservice-b",
    resource_group_name=resource_group.name,
    account_name=storage_account.name,
    container_name=storage_container.name,
    type=storage.BlobType.BLOCK,
    source=pulumi.FileArchive("wwwroot"),
)


def get_sas_url(args):
    resource_group_name, account_name, container_name, blob_name = args
    sas = storage.list_storage_account_service_sas(
        account_name=account_name,
        protocols=storage.HttpProtocol.HTTPS,
        shared_access_start_time="2022-01-01",
        shared_access_expiry_time="2030-01-01",
        resource=storage.SignedResource.C,
        resource_group_name=resource_group_name,
        permissions=storage.Permissions.R,
        canonicalized_resource=f"/blob/{account_name}/{container_name}",
    )
    return f"https://{account_name}.blob.core.windows.net/{container_name}/{blob_name}?{sas.service_sas_token}"


signed_blob_url = Output.secret(
    Output.all(resource_group.name, storage_account.name, storage_container.name, blob.name).apply(get_sas_url)
)

primary_key = storage.list_storage_account_keys_output(
    resource_group_name=resource_group.name, account_name=storage_account.name
).apply(lambda account_keys: account_keys.keys[0].value)

vault = keyvault.Vault(
    "vault",
    resource_group_name=resource_group.name,
    properties=keyvault.VaultPropertiesArgs(
        tenant_id=client.tenant_id,
        sku=keyvault.SkuArgs(family=keyvault.SkuFamily.A, name=keyvault.SkuName.STANDARD),
        enable_soft_delete=False,
        access_policies=[
            keyvault.AccessPolicyEntryArgs(
                object_id=client.object_id,
                tenant_id=client.tenant_id,
                permissions=keyvault.PermissionsArgs(secrets=["all"]),
            )
        ],
    ),
)
keyvault.Secret(
    "storage-key",
    resource_group_name=resource_group.name,
    vault_name=vault.name,
    properties=keyvault.SecretPropertiesArgs(value=primary_key),
)

plan = web.AppServicePlan(
    "appservice-asp",
    resource_group_name=resource_group.name,
    kind="App",
    sku=web.SkuDescriptionArgs(tier="Basic", name="B1"),
)

app_insights = applicationinsights.Component(
    "appservice-ai",
    application_type=applicationinsights.ApplicationType.WEB,
    kind="web",
    ingestion_mode="applicationInsights",
    resource_group_name=resource_group.name,
)

sql_server = sql.Server(
    "appservice-sql",
    resource_group_name=resource_group.name,
    administrator_login=username,
    administrator_login_password=pwd,
    version="12.0",
)

database = sql.Database(
    "appservice-db",
    resource_group_name=resource_group.name,
    server_name=sql_server.name,
    sku=sql.SkuArgs(name="S0"),
)

connection_string = Output.all(sql_server.name, database.name, username, pwd).apply(
    lambda args: (
        f"Server=tcp:{args[0]}.database.windows.net;initial catalog={args[1]};"
        f"user ID={args[2]};password={args[3]};Min Pool Size=0;Max Pool Size=30;Persist Security Info=true;"
    )
)

app = web.WebApp(
    "appservice-as",
    resource_group_name=resource_group.name,
    server_farm_id=plan.id,
    site_config=web.SiteConfigArgs(
        app_settings=[
            web.NameValuePairArgs(name="APPINSIGHTS_INSTRUMENTATIONKEY", value=app_insights.instrumentation_key),
            web.NameValuePairArgs(name="WEBSITE_RUN_FROM_PACKAGE", value=signed_blob_url),
        ],
        connection_strings=[
            web.ConnStringInfoArgs(
                name="db", type=web.ConnectionStringType.SQL_AZURE, connection_string=connection_string
            )
        ],
    ),
)

pulumi.export("endpoint", app.default_host_name.apply(lambda endpoint: "https://" + endpoint))
pulumi.export("staticEndpoint", storage_account.primary_endpoints.web)
pulumi.export("sasUrl", signed_blob_url)
