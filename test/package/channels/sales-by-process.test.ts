import { ProcessStory } from '../../stories/uat/hosts/process-story';
import { describeStory } from '../../stories/uat/describe-story';

describeStory('the sales story, answered by a process on the embedded engine', new ProcessStory());
