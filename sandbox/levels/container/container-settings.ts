import { TroupeError } from '../../../core/base/errors';
import type { Environment, Setting } from '../../../core/base/settings/setting-names';
import { readSetting } from '../../../core/base/settings/settings';
import { version } from '../../../package.json';

export const enginePrograms = ['docker', 'podman'] as const;
export type EngineProgram = (typeof enginePrograms)[number];

/** Containers that the operator wants. */
export interface ContainerSettings {
	/** The programs to try, in order. */
	programs: readonly EngineProgram[];
	/** An image with Node 24, which has to be on this machine. */
	image: string;
	/** Another runtime of the engine, such as `runsc` of gVisor. */
	runtime?: string;
}

/** The stage `sandbox` of deploy/Dockerfile. */
export const ownImage = `troupe-sandbox:${version}`;
/** A value that begins with a dash would be an option. */
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

/** Names what the operator set, also where it is wrong: another value has to be measured again. Empty without any. */
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
