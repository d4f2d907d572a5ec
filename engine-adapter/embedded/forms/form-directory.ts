import type { Kernel } from '../flow/kernel';
import { IncidentCause } from '../flow/incident-cause';
import type { TenantIds } from '../state/tenants';
import { searchUserTaskDetails } from '../work/work-directory';
import { findForm } from './find-form';
import type { FormVersion } from './form-store';

/** For an open task: undefined without a deployed form. `isMissing`: no such task. */
export function findTaskForm(kernel: Kernel, key: string, tenants: TenantIds): { isMissing: boolean; form?: FormVersion } {
	const [task] = searchUserTaskDetails(kernel, { key, tenants });
	const formKey = task?.properties.formKey;
	return { isMissing: task === undefined, form: formKey === undefined ? undefined : kernel.forms.findByKey(formKey) };
}

/** For people who start instances. An id expression is evaluated without variables. */
export function findStartForm(kernel: Kernel, key: string, tenants: TenantIds): { isMissing: boolean; form?: FormVersion } {
	const exists = kernel.database.get('SELECT 1 FROM definition WHERE key = ?', key) !== undefined;
	const process = exists ? kernel.definitions.get(Number(key)) : undefined;
	if (!process || (tenants !== 'every' && !tenants.includes(process.tenantId))) return { isMissing: true };
	const start = process.nodesOf(process.processId).find(({ startForm }) => startForm !== undefined)?.startForm;
	if (!start) return { isMissing: false };
	try {
		return {
			isMissing: false,
			form: findForm(
				{ kernel, process },
				start,
				process.expressions.evaluateText(start.formId, () => null),
			),
		};
	} catch (error) {
		if (error instanceof IncidentCause) return { isMissing: false };
		throw error;
	}
}
