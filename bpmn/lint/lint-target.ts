import type { ModdleElement } from 'bpmn-moddle';
import type { ZeebeVersion } from '../zeebe-version';

export const lintTargets = ['8.6', '8.7', '8.8'] as const;
export type LintTarget = (typeof lintTargets)[number];

/** The rules' version for an engine's: the nearest that they know. */
export function toLintTarget(zeebeVersion: string): LintTarget {
	const [major = 0, minor = 0] = zeebeVersion.split('.').map(Number);
	// Camunda 8 begins with 8.0: a lower number is that of `troupe serve`, whose engine speaks the latest.
	if (major !== 8 || minor >= 8) return '8.8';
	return major === 8 && minor === 7 ? '8.7' : '8.6';
}

/** The version that the modeler wrote into the file, or the oldest for a file that names none of Camunda 8. */
export function readLintTarget({ $attrs = {} }: ModdleElement): LintTarget {
	const attributes = $attrs as Record<string, string | undefined>;
	const version = attributes['modeler:executionPlatformVersion'] ?? '';
	return attributes['modeler:executionPlatform'] === 'Camunda Cloud' && /^8\.\d/.test(version) ? toLintTarget(version) : '8.6';
}

/** The recorded version by which a target judges a deployment: the latest patches of 8.7 judge as 8.8 does. */
export const toRecordedVersion = (target: LintTarget): ZeebeVersion => (target === '8.6' ? '8.6' : '8.8');
