import { listContainerSettings, ownImage, readContainerSettings } from './container-settings';

it('tries docker before podman, with the image of this version', () => {
	expect(readContainerSettings({})).toEqual({ programs: ['docker', 'podman'], image: ownImage, runtime: undefined });
	const set = { TROUPE_SANDBOX_ENGINE: 'podman', TROUPE_SANDBOX_IMAGE: 'node:24', TROUPE_SANDBOX_RUNTIME: 'runsc' };
	expect(readContainerSettings(set)).toEqual({ programs: ['podman'], image: 'node:24', runtime: 'runsc' });
});

it.each([
	['TROUPE_SANDBOX_ENGINE', 'nerdctl'],
	['TROUPE_SANDBOX_IMAGE', '--privileged'],
	['TROUPE_SANDBOX_IMAGE', 'node 24'],
	['TROUPE_SANDBOX_RUNTIME', '-v'],
])('refuses %s=%s', (name, value) => {
	expect(() => readContainerSettings({ [name]: value })).toThrow(
		expect.objectContaining({ code: 'INPUT_INVALID', fix: expect.stringContaining(name) }),
	);
});

it('tells what is wanted apart, so that other settings are measured again', () => {
	const wanted = [{}, { TROUPE_SANDBOX_ENGINE: 'podman' }, { TROUPE_SANDBOX_IMAGE: 'podman' }, { TROUPE_SANDBOX_ENGINE: 'nerdctl' }];
	expect(new Set(wanted.map((environment) => listContainerSettings(environment))).size).toBe(4);
	expect(listContainerSettings({})).toBe('');
});
