import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

export interface CamundaCall {
	/** For errors: `starting the process "x"`. */
	what: string;
	/** Default POST. */
	method?: IHttpRequestMethods;
	/** Below /v2. */
	path: string;
	body?: IDataObject | Buffer;
	headers?: IDataObject;
	timeoutMs?: number;
	/** The first version whose clusters all offer it; absent where 8.6 does. */
	since?: string;
	/** Fix when the cluster does not know the thing. */
	ifMissing?: string;
}

export interface CamundaAnswer {
	url: string;
	status: number;
	/** However it was typed. */
	text: string;
}
