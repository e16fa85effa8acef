// What dependency-cruiser refuses: import circles, types included, and imports that go through the walls of rooms.mjs.
import { gatewayFloors, rooms } from './rooms.mjs';

const names = Object.keys(rooms);
const tests = ['\\.test\\.ts$', '/testing/'];

const walls = names.map((room) => {
  const within = names.filter((other) => other.startsWith(`${room}/`));
  const known = [room, ...rooms[room]];
  return {
    name: `${room}-may-not-import`,
    severity: 'error',
    from: { path: `^${room}/`, pathNot: within.map((other) => `^${other}/`) },
    to: {
      path: `^(${names.filter((other) => !known.includes(other) && !room.startsWith(`${other}/`)).join('|')})/`,
    },
  };
});

const floors = gatewayFloors.map((folder, floor) => ({
  name: `gateway-${folder}-may-not-import-from-above`,
  severity: 'error',
  from: { path: `^gateway/${folder}/`, pathNot: tests },
  to: {
    path: [
      ...gatewayFloors.slice(floor + 1).map((above) => `^gateway/${above}/`),
      '^gateway/(gateway|index)\\.ts$',
    ],
  },
}));

export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'test-doubles-are-for-tests',
      severity: 'error',
      from: { path: '^gateway/', pathNot: tests },
      to: { path: '/testing/' },
    },
    ...walls,
    ...floors,
  ],
  options: {
    exclude: { path: ['node_modules/', '(^|/)dist/', '^\\.types/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js'],
    },
  },
};
