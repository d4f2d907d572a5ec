import { createHash } from 'node:crypto';
import type { FormModel } from '../../../bpmn/forms/form-model';
import { readForm } from '../../../bpmn/forms/read-form';
import type { Problem } from '../../../bpmn/reading/process-model';
import { toFileProblem } from '../../../bpmn/reading/unreadable';
import { type DeployedForm, isFormFile, type Resource } from '../../engine/deployments';
import type { Kernel } from '../flow/kernel';
import type { FormVersion } from './form-store';
import type { DeploymentContext } from '../state/deployments/deployment-context';

export interface FormFile {
	name: string;
	content: string;
	form: FormModel;
}

/** Adds faults to the problems. */
export function readFormFiles(resources: Resource[], problems: Problem[]): FormFile[] {
	const files: FormFile[] = [];
	for (const { name, content } of resources.filter(isFormFile)) {
		try {
			const form = readForm(name, content);
			const twin = files.find((other) => other.form.id === form.id);
			if (twin) problems.push({ file: name, message: `the form "${form.id}" is also in ${twin.name}`, fix: 'Give it a unique id.' });
			files.push({ name, content, form });
		} catch (error) {
			problems.push(toFileProblem(name, error));
		}
	}
	return files;
}

const isSame = ({ name, content }: FormFile, latest: FormVersion | undefined): boolean =>
	latest?.content === content && latest.resourceName === name;

export const areFormsStored = ({ forms }: Kernel, files: FormFile[], tenantId: string): boolean =>
	files.every((file) => isSame(file, forms.findLatest(tenantId, file.form.id)));

/** New versions only if the deployment changed. */
export function storeForms(
	{ database, forms }: Kernel,
	files: FormFile[],
	{ deploymentKey, tenantId, isChanged }: DeploymentContext,
): DeployedForm[] {
	return files.map(({ name, content, form }) => {
		const latest = forms.findLatest(tenantId, form.id);
		const deployed = { formId: form.id, resourceName: name };
		if (!isChanged && latest) return { ...deployed, version: latest.version, formKey: String(latest.key) };
		const key = database.nextKey();
		const version = (latest?.version ?? 0) + 1;
		database.run(
			'INSERT INTO form VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
			key,
			tenantId,
			form.id,
			version,
			form.versionTag ?? null,
			name,
			createHash('sha256').update(content).digest('hex'),
			content,
			deploymentKey,
		);
		return { ...deployed, version, formKey: String(key) };
	});
}
