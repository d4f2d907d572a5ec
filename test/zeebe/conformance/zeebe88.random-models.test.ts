import { describeRandomModels } from './random-models';
import { describeWithZeebe88 } from '../broker/real-engine';

describeWithZeebe88('random processes on the embedded engine and on Zeebe 8.8.21', (engine) => describeRandomModels(engine, '8.8', 20));
