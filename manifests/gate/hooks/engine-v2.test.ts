import { refuseEngineV2AtBoot, refuseEngineV2Workflow, warnOfEngineV2 } from './engine-v2';
import { requireApprovedAtBoot } from './boot-check';

const refusedAtBoot = { code: 'MANIFEST_NOT_APPROVED', fix: expect.stringContaining('N8N_ENABLED_MODULES') as string };

describe("n8n's engine v2", () => {
	it.each([
		[{ N8N_ENABLED_MODULES: 'engine-v2' }, true],
		[{ N8N_ENABLED_MODULES: 'insights, engine-v2 ,mcp' }, true],
		[{ N8N_ENABLED_MODULES: 'insights' }, false],
		[{ N8N_ENABLED_MODULES: 'engine-v2', N8N_DISABLED_MODULES: 'engine-v2' }, false],
		[{}, false],
	])('is on with %j: %s', (env, isOn) => {
		expect(warnOfEngineV2(env) !== undefined).toBe(isOn);
		if (isOn) expect(() => refuseEngineV2AtBoot(env)).toThrow(expect.objectContaining(refusedAtBoot));
		else expect(() => refuseEngineV2AtBoot(env)).not.toThrow();
	});

	it('keeps n8n from starting where all packages must be approved', () => {
		const env = { TROUPE_REQUIRE_APPROVED: 'boot', N8N_ENABLED_MODULES: 'engine-v2' };
		expect(() => requireApprovedAtBoot(env)).toThrow(expect.objectContaining(refusedAtBoot));
	});

	it('may not run a workflow with nodes of a package', () => {
		expect(() => refuseEngineV2Workflow({ engineType: 'v2' }, 'n8n-nodes-weather.weather')).toThrow('engine v2');
		for (const settings of [undefined, {}, { engineType: 'v1' }]) expect(() => refuseEngineV2Workflow(settings, 'x.y')).not.toThrow();
	});
});
