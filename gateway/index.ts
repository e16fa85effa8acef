export { type Gateway, type GatewayDependencies, startGateway } from './gateway.ts';
export { type Environment, loadEnvironment } from './config/environment.ts';
export { createLog } from './runtime/logger.ts';
export { type KlingSettings, readSettings, type Settings, type ParsedSettings } from './config/settings.ts';
