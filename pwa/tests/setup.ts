/** Gives every test file an IndexedDB of its own, as a browser profile would. */
import 'fake-indexeddb/auto'
