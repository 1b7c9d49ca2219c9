// Short words that say what was done.
import { UNSTABLE_ToastQueue as ToastQueue, UNSTABLE_ToastRegion as ToastRegion, UNSTABLE_Toast as Toast, UNSTABLE_ToastContent as ToastContent, Text, Button } from 'react-aria-components';
import { say } from '../language';

const queue = new ToastQueue<{ text: string }>({ maxVisibleToasts: 3 });

export const toast = (text: string) => { queue.add({ text }, { timeout: 6000 }); };

export function Toasts() {
  return (
    <ToastRegion queue={queue} className="toasts">
      {({ toast: one }) => (
        <Toast toast={one} className="toast">
          <ToastContent><Text slot="title">{one.content.text}</Text></ToastContent>
          <Button slot="close" className="button quiet" aria-label={say('关闭', 'Close')}>✕</Button>
        </Toast>
      )}
    </ToastRegion>
  );
}
