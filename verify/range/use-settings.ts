import type { Environment } from '../../core/base/settings/setting-names';

/** Gives this process other settings: some parts read them there. @returns a function that undoes it */
export function useSettings(settings: Environment): () => void {
	// oxlint-disable-next-line no-restricted-properties -- replaced as a whole, and put back
	const { env } = process;
	const before = { ...env };
	const names = new Set([...Object.keys(settings), ...Object.keys(env)]);
	const set = (values: Environment) =>
		names.forEach((name) => {
			if (values[name] === undefined) delete env[name];
			else env[name] = values[name];
		});
	set(settings);
	return () => set(before);
}

/** Gives this process one more setting. @returns a function that undoes it */
export function addSetting(name: string, value: string): () => void {
	// oxlint-disable-next-line no-restricted-properties -- copied
	return useSettings({ ...process.env, [name]: value });
}
