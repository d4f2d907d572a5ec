import type { PersonalDataVault } from '../ports/guardrails/vault';
import type { SandboxStep } from '../ports/sandbox/sandbox-step';

/** File names and request paths can contain personal data, and readers of trails, events and reports must not see it. */
export async function maskStep(step: SandboxStep, vault: Pick<PersonalDataVault, 'mask'>): Promise<SandboxStep> {
	const files = await Promise.all(step.files.map(async (file) => ({ ...file, path: (await vault.mask(file.path)).text })));
	const requests =
		step.requests && (await Promise.all(step.requests.map(async (one) => ({ ...one, path: (await vault.mask(one.path)).text }))));
	return { ...step, files, ...(requests && { requests }) };
}
