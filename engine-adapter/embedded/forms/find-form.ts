import type { CalledForm } from '../../../bpmn/reading/process-model';
import { IncidentCause } from '../flow/incident-cause';
import type { Kernel } from '../flow/kernel';
import type { ExecutableProcess } from '../state/deployments/definitions';
import type { FormVersion } from './form-store';

type Place = { kernel: Kernel; process: ExecutableProcess };

/** Zeebe's documentation, resource binding. @throws IncidentCause FORM_NOT_FOUND */
export function needForm(place: Place, form: CalledForm, formId: string): FormVersion {
	return findForm(place, form, formId) ?? refuse(form, formId);
}

export function findForm(
	{ kernel: { forms }, process }: Place,
	{ binding, versionTag }: CalledForm,
	formId: string,
): FormVersion | undefined {
	if (binding === 'deployment') return forms.findDeployed(process.tenantId, formId, process.deploymentKey);
	if (binding === 'versionTag') return forms.findTagged(process.tenantId, formId, versionTag!);
	return forms.findLatest(process.tenantId, formId);
}

function refuse({ binding, versionTag }: CalledForm, formId: string): never {
	const expected = {
		deployment: `Expected to use a form with id '${formId}' with binding type 'deployment', but no such form found in the deployment which contained the current process. To resolve this incident, migrate the process instance to a process definition that is deployed together with the intended form to use.`,
		versionTag: `Expected to use a form with id '${formId}' and version tag '${versionTag}', but no such form found. To resolve the incident, deploy a form with the given id and version tag.`,
	}[binding];
	throw new IncidentCause(
		'FORM_NOT_FOUND',
		expected ??
			`Expected to find a form with id '${formId}', but no form with this id is found, at least a form with this id should be available. To resolve the Incident please deploy a form with the same id`,
	);
}
