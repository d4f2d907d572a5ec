import { describeWithZeebe88 } from '../broker/real-engine';
import { describePlans } from './plans';

describeWithZeebe88('plans on Zeebe 8.8.21', (engine) => describePlans(engine));
