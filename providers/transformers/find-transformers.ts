import { existsSync } from 'node:fs';
import { TroupeError } from '../../core/base/errors';
import { findPackageFolder } from '../../core/base/package-folder';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const packageName = '@huggingface/transformers';

interface TransformersPlaces {
	installed?: string;
	/** An installation in the state folder survives package updates. */
	stateFolder?: string;
}

/**
 * Finds the library for local models, 474 MB with dependencies and therefore installed on demand. @throws TroupeError DEPENDENCY_MISSING if it is not
 * installed or cannot run on this system
 */
export function findTransformers({ installed, stateFolder }: TransformersPlaces): string {
	refuseOtherSystems();
	const library = findInstalled(packageName, installed ? [installed] : [findPackageFolder(), ...(stateFolder ? [stateFolder] : [])]);
	if (library !== undefined) return library;
	throw missing(
		`Local models need ${packageName}, which is not installed${installed ? ` in the folder set in TROUPE_TRANSFORMERS` : ''}.`,
		`Install it once for all versions of Troupe: npm install --prefix "${stateFolder ?? '<TROUPE_HOME>'}" --ignore-scripts ${packageName}@4 (474 MB). Or use a model of Ollama, OpenAI or Google, or none.`,
	);
}

/** ONNX Runtime needs glibc, or Apple's processors on a Mac. Elsewhere loading fails uselessly or ends the process. */
function refuseOtherSystems(): void {
	const { platform, arch } = process;
	const served = { linux: ['x64', 'arm64'], darwin: ['arm64'], win32: ['x64', 'arm64'] }[platform as string]?.includes(arch) ?? false;
	if (served && !(platform === 'linux' && runsOnMusl())) return;
	const system = served ? 'a Linux without glibc, such as Alpine' : `${platform} on ${arch}`;
	throw missing(
		`Local models cannot run here: ONNX Runtime is not available for ${system}.`,
		`Run Troupe on a Debian or Ubuntu image (n8n has both), or use a model of Ollama, OpenAI or Google, or none.`,
	);
}

function runsOnMusl(): boolean {
	if (existsSync('/etc/alpine-release')) return true;
	const report = process.report as NodeJS.ProcessReport & { excludeNetwork?: boolean };
	report.excludeNetwork = true; // otherwise it resolves the names of all connections
	const { header } = report.getReport() as { header?: { glibcVersionRuntime?: string } };
	return header?.glibcVersionRuntime === undefined;
}

function missing(message: string, fix: string): TroupeError {
	return new TroupeError({ code: 'DEPENDENCY_MISSING', message, fix, details: { package: packageName } });
}

/**
 * Finds an optional package in these folders, and returns the file for require. Ignores folders above Troupe: anything there could have its name,
 * without a manifest.
 */
function findInstalled(packageName: string, folders: readonly string[]): string | undefined {
	const folder = folders.find((one) => existsSync(join(one, 'node_modules', packageName)));
	return folder === undefined ? undefined : createRequire(join(resolve(folder), 'any.js')).resolve(packageName);
}
