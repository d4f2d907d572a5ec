import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { defaultLimits } from '../levels/limits';
import { createReport } from './report';
import { reportSchema as schema } from './report-shape';

const result = {
	...{ outcome: 'completed' as const, exitCode: 0, signal: null, stdout: Buffer.from('x'), stderr: Buffer.alloc(0), elapsedMs: 1 },
	...{ usage: {}, notes: '' },
};
const run = {
	...{ job: { name: 'script.js', source: '1' }, result, limits: defaultLimits, level: 'L3' as const, required: 'L0' as const },
	...{ measuredAt: '2026-01-02T03:04:05.000Z', results: [], startedAt: new Date('2026-01-02T03:04:05Z') },
};

it('names the container of a run, and the Node of its image', () => {
	const container = { engine: 'podman' as const, version: '4.3.1', runtime: 'kata', image: 'node:24', imageId: `sha256:${'0'.repeat(64)}` };
	const report = createReport({ ...run, node: '24.1.0', container });
	expect(report).toMatchObject({ container, versions: { node: '24.1.0' } });
	const ajv = addFormats(new Ajv({ allErrors: true, allowUnionTypes: true }));
	ajv.validate(schema, report);
	expect(ajv.errors).toBeNull();
	expect(createReport(run)).not.toHaveProperty('container');
});
