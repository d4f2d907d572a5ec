import { ServedStory } from '../../stories/uat/hosts/served-story';
import { describeStory } from '../../stories/uat/describe-story';
import { storyAgent } from '../../stories/uat/stage';

describeStory('the sales story, answered by the agent of a channel', new ServedStory(['--agent', storyAgent]));
