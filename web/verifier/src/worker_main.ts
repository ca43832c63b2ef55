// The worker of the public pages, a file of its own.
import { listen } from './worker';

listen();
