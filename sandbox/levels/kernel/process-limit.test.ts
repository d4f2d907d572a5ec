import { limitProcesses } from './process-limit';

it.each([
	['4.19.0-26-amd64', undefined],
	['5.4.0', undefined],
	['5.13.19', undefined],
	['5.14.0-503.el9.x86_64', 96],
	['6.1.0', 96],
	['7.0', 96],
])('limits the processes of a program on Linux %s to %s', (kernel, limit) => {
	expect(limitProcesses(64, kernel)).toBe(limit);
});
