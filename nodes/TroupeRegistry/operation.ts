import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { ManifestKind } from '../../manifests/documents/document-words';
import type { OpenRegistry } from '../shared/registry/open-registry';

/** An item of the node's input, and the registry that it is for. */
export interface Ask extends OpenRegistry {
	context: IExecuteFunctions;
	item: number;
	/** The kind of the resource; `agent` for a resource without a kind. */
	kind: ManifestKind;
}

export type Operation = (ask: Ask) => Promise<IDataObject | IDataObject[]>;
