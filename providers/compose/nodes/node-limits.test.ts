import { readNodeLimits } from './node-limits';

it('limits are the defaults, or those of the settings', () => {
	expect(readNodeLimits({})).toEqual({ processes: expect.any(Number) as number, memoryMb: 1_024 });
	expect(readNodeLimits({ TROUPE_N8N_PROCESSES: '1', TROUPE_N8N_MEMORY: '600' })).toEqual({ processes: 1, memoryMb: 600 });
});

it.each([
	['TROUPE_N8N_PROCESSES', '0'],
	['TROUPE_N8N_PROCESSES', 'many'],
	['TROUPE_N8N_MEMORY', '100'],
])('%s=%s is refused', (name, value) => {
	expect(() => readNodeLimits({ [name]: value })).toThrow(
		expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(name) as string }),
	);
});
