import type { ProviderDefinition } from '../definition';
import { dataSourceService } from './data-source-service';
import { ephemeralService } from './ephemeral-service';
import type { Handlers } from './handler';
import { providerService } from './provider-service';
import { resourceService } from './resource-service';
import { schemaService } from './schema-service';

/** Every method that Terraform may call; leaving one out does not compile. */
export const handlersOf = (provider: ProviderDefinition): Handlers => ({
  ...schemaService(provider),
  ...providerService(provider),
  ...resourceService(provider),
  ...dataSourceService(provider),
  ...ephemeralService(provider),
});
