import { describeStory } from '../../stories/uat/describe-story';
import { N8nStory } from './n8n-story';

describeStory('the sales story, as a workflow of n8n', new N8nStory());
