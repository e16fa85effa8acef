import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, test } from '@jest/globals';
import { buildSchema, type GraphQLObjectType } from 'graphql';

import { FakeTasks } from '../testing/fake-tasks.ts';
import { testGateway } from '../testing/test-gateway.ts';
import { createMetrics } from '../metrics.ts';
import { operationalRoutes } from './operational-routes.ts';

describe('what operators ask for', () => {
  test('a running gateway is live and ready', async () => {
    await using gateway = await testGateway();
    const live = await fetch(`${gateway.url}/health/live`);
    expect(await live.json()).toEqual({ status: 'LIVE' });
    const ready = await fetch(`${gateway.url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ status: 'READY' });
  });

  test.each(['STARTING', 'DATABASE_DOWN', 'CLOSING'] as const)(
    'a gateway is not ready in phase %s',
    async (phase) => {
      const metrics = createMetrics({ includeProcess: false });
      const server = createServer((request, response) => {
        const route = operationalRoutes(() => phase, metrics).find(({ path }) =>
          path.test(request.url ?? ''),
        );
        void route?.handle({ request, response, requestId: '1', captured: [] });
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/health/ready`);
      expect(response.status).toBe(503);
      expect(await response.json()).toEqual({ status: phase });
      server.close();
      server.closeAllConnections();
    },
  );

  test('the schema is served as SDL with its descriptions', async () => {
    await using gateway = await testGateway();
    const response = await fetch(`${gateway.url}/schema.graphql`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    const schema = buildSchema(await response.text());
    const task = schema.getType('Task') as GraphQLObjectType;
    expect(task.getFields().externalId?.description).toMatch(/external ID/);
  });

  test('the metrics show the state of the circuit', async () => {
    const metrics = createMetrics({ includeProcess: false });
    metrics.observeCircuit({ state: 'OPEN' });
    const text = await metrics.registry.metrics();
    expect(text).toContain('kling_gateway_upstream_circuit{state="OPEN"} 1');
    expect(text).toContain('kling_gateway_upstream_circuit{state="CLOSED"} 0');
  });

  test('the metrics count requests, operations, upstream calls and callbacks', async () => {
    await using gateway = await testGateway();
    await gateway.ask('{ tasks { nodes { id } } }');
    await gateway.ask('{ tasks(first: 0) { nodes { id } } }');
    await fetch(`${gateway.url}/callbacks/kling/t`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toContain(
      'kling_gateway_http_requests_total{route="graphql",method="POST",status="200"} 2',
    );
    expect(metrics).toContain('kling_gateway_graphql_operations_total{type="query",outcome="ok"} 1');
    expect(metrics).toContain('kling_gateway_graphql_operations_total{type="query",outcome="errors"} 1');
    expect(metrics).toContain('kling_gateway_upstream_calls_total{operation="tasks",outcome="ok"} 1');
    expect(metrics).toContain('kling_gateway_callbacks_total{verdict="ACCEPTED"} 1');
    expect(metrics).toContain('process_cpu_seconds_total');
  });

  test('the root path redirects to GraphiQL', async () => {
    await using gateway = await testGateway();
    const response = await fetch(gateway.url, { redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('/graphql');
  });

  test.each([
    ['GET', '/nothing', 404, null],
    ['GET', '/graphql/x', 404, null],
    ['DELETE', '/graphql', 405, 'GET, HEAD, POST, OPTIONS'],
    ['POST', '/health/live', 405, 'GET, HEAD'],
    ['GET', '/callbacks/kling/t', 405, 'POST'],
  ])('%s %s is answered with %i and a message', async (method, path, status, allow) => {
    await using gateway = await testGateway();
    const response = await fetch(`${gateway.url}${path}`, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('allow')).toBe(allow);
    expect(await response.json()).toMatchObject({ errors: [{ message: expect.any(String) }] });
  });

  test('the response to HEAD has no body', async () => {
    await using gateway = await testGateway();
    const response = await fetch(`${gateway.url}/health/live`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});

test('a failed start releases all resources', async () => {
  const tasks = new FakeTasks();
  tasks.start = () => Promise.reject(new Error('The store is broken.'));
  await expect(testGateway({}, { tasks })).rejects.toThrow('The store is broken.');
  expect(tasks.isClosed).toBe(true);
});

test('a start on a port in use fails with its error code', async () => {
  await using gateway = await testGateway();
  const port = Number(new URL(gateway.url).port);
  await expect(testGateway({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
