export { type Gateway, type GatewayDependencies, startGateway } from './gateway.ts';
export { type Environment, loadEnvironment } from './environment.ts';
export { createLog } from './log.ts';
export { type KlingSettings, readSettings, type Settings, type SettingsVerdict } from './settings.ts';
