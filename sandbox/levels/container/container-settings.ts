import { TroupeError } from '../../../core/base/errors';
import type { Environment, Setting } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';
import { version } from '../../../package.json';

export const enginePrograms = ['docker', 'podman'] as const;
export type EngineProgram = (typeof enginePrograms)[number];

export interface ContainerSettings {
	programs: readonly EngineProgram[];
	/** An image with Node 24 on this machine. */
	image: string;
	runtime?: string;
}

/** The stage `sandbox` of deploy/Dockerfile. */
export const ownImage = `troupe-sandbox:${version}`;
/** A leading dash would make an option. */
const imagePattern = /^[A-Za-z0-9][A-Za-z0-9._/:@-]{0,254}$/;
const runtimePattern = /^[A-Za-z0-9/][A-Za-z0-9._/-]{0,254}$/;

/** @throws TroupeError INPUT_INVALID for a setting that is not one */
export function readContainerSettings(environment?: Environment): ContainerSettings {
	const program = readSetting('TROUPE_SANDBOX_ENGINE', environment);
	const image = readSetting('TROUPE_SANDBOX_IMAGE', environment) ?? ownImage;
	const runtime = readSetting('TROUPE_SANDBOX_RUNTIME', environment);
	const programs = program === undefined ? enginePrograms : enginePrograms.filter((one) => one === program);
	if (programs.length === 0) throw invalid('TROUPE_SANDBOX_ENGINE', program, 'docker or podman');
	if (!imagePattern.test(image)) throw invalid('TROUPE_SANDBOX_IMAGE', image, 'the name of an image, such as node:24-bookworm-slim');
	if (runtime !== undefined && !runtimePattern.test(runtime))
		throw invalid('TROUPE_SANDBOX_RUNTIME', runtime, 'the name of a runtime, such as runsc');
	return { programs, image, runtime };
}

/** Lists the operator's settings, also wrong ones: another value needs another measurement. Empty without any. */
export function listContainerSettings(environment?: Environment): string {
	const names = ['TROUPE_SANDBOX_ENGINE', 'TROUPE_SANDBOX_IMAGE', 'TROUPE_SANDBOX_RUNTIME'] as const;
	const values = names.map((name) => readSetting(name, environment));
	return values.every((value) => value === undefined) ? '' : JSON.stringify(values);
}

function invalid(setting: Setting, value: string | undefined, expected: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${setting} is not ${expected}: ${JSON.stringify(value)}.`,
		fix: `Set ${setting} to ${expected}, or remove it.`,
		details: { setting },
	});
}
