import { describeOutcomes } from './feel-outcomes';
import { describeWithZeebe88 } from '../broker/real-engine';

describeWithZeebe88('FEEL on Zeebe 8.8.21', (engine) => describeOutcomes(engine, '8.8'));
