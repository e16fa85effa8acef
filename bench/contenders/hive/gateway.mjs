import { defineConfig } from '@graphql-hive/gateway';
import { MemPubSub } from '@graphql-hive/pubsub';

export const gatewayConfig = defineConfig({ pubsub: new MemPubSub(), webhooks: true });
