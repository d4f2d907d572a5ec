import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { TroupeService } from '../shared/service/troupe-service';

interface Ask {
	context: IExecuteFunctions;
	item: number;
	service: TroupeService;
	/** Notes that the execution is about a person: forgetting the person reaches what n8n stores of it. */
	noteAbout: (person: string) => Promise<void>;
}

type Outcome = Pick<INodeExecutionData, 'json' | 'binary'>;
export type Operation = (ask: Ask) => Promise<Outcome | Outcome[]>;
