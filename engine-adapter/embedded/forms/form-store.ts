import type { Database } from '../state/database';

export interface FormVersion {
	key: number;
	tenantId: string;
	formId: string;
	version: number;
	resourceName: string;
	content: string;
}

interface FormRow {
	key: number;
	tenant_id: string;
	form_id: string;
	version: number;
	resource_name: string;
	content: string;
}

/** Ids belong to a tenant. */
export class FormStore {
	constructor(private readonly database: Database) {}

	findLatest(tenantId: string, formId: string): FormVersion | undefined {
		return this.#find('tenant_id = ? AND form_id = ?', tenantId, formId);
	}

	/** Last deployment with the tag. */
	findTagged(tenantId: string, formId: string, versionTag: string): FormVersion | undefined {
		return this.#find('tenant_id = ? AND form_id = ? AND version_tag = ?', tenantId, formId, versionTag);
	}

	findDeployed(tenantId: string, formId: string, deploymentKey: number): FormVersion | undefined {
		return this.#find('tenant_id = ? AND form_id = ? AND deployment_key = ?', tenantId, formId, deploymentKey);
	}

	findByKey(key: string | number): FormVersion | undefined {
		return this.#find('key = ?', key);
	}

	#find(where: string, ...values: Array<string | number>): FormVersion | undefined {
		const row = this.database.get<FormRow>(`SELECT * FROM form WHERE ${where} ORDER BY version DESC LIMIT 1`, ...values);
		return (
			row && {
				key: row.key,
				tenantId: row.tenant_id,
				formId: row.form_id,
				version: row.version,
				resourceName: row.resource_name,
				content: row.content,
			}
		);
	}
}
