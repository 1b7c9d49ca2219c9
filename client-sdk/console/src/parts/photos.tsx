// Pictures as evidence: each is sent as soon as it is chosen and attached by its id.
import { useState } from 'react';
import { FileTrigger, Label, Text } from 'react-aria-components';
import type { YitingError } from '../../../src/runtime/error';
import { told } from '../ask';
import { useSay } from '../language';
import { uploadPhoto } from '../session/client';
import { Button, Failure, Loading } from './basics';

interface Photo { id: string; thumbnail: string }

const photosOf = (text: string): Photo[] => { try { return JSON.parse(text || '[]') as Photo[]; } catch { return []; } };
/** The ids of the pictures of a field. */
export const photoIds = (text: string) => photosOf(text).map(({ id }) => id);

const MOST = 9;

export function Photos({ label, value, change }: { label: string; value: string; change(value: string): void }) {
  const say = useSay();
  const photos = photosOf(value);
  const [sending, set] = useState<{ done: number; of: number }>();
  const [error, setError] = useState<YitingError>();
  async function send(chosen: FileList | null) {
    const files = [...chosen ?? []].slice(0, MOST - photos.length);
    let now = photos;
    setError(undefined);
    try {
      for (const [at, file] of files.entries()) {
        set({ done: at, of: files.length });
        const { id, thumbnailUrl } = await uploadPhoto(file);
        now = [...now, { id, thumbnail: thumbnailUrl }];
        change(JSON.stringify(now));
      }
    } catch (thrown) { setError(told(thrown)); } finally { set(undefined); }
  }
  return (
    <div className="field" role="group" aria-label={label}>
      <Label elementType="span">{label}<span className="faint small"> {say('（选填）', '(optional)')}</span></Label>
      {photos.length ? <ul className="photos">{photos.map((photo, at) => (
        <li key={photo.id}><img src={photo.thumbnail} alt={say(`图片 ${at + 1}`, `Picture ${at + 1}`)} /><Button look="quiet" aria-label={say(`移除图片 ${at + 1}`, `Remove picture ${at + 1}`)} onPress={() => change(JSON.stringify(photos.filter(({ id }) => id !== photo.id)))}>✕</Button></li>
      ))}</ul> : null}
      {sending ? <Loading what={say(`正在上传 ${sending.done + 1} / ${sending.of}`, `sending ${sending.done + 1} of ${sending.of}`)} /> : null}
      <Failure error={error} />
      {photos.length < MOST ? <FileTrigger acceptedFileTypes={['image/jpeg', 'image/png', 'image/webp']} allowsMultiple onSelect={(chosen) => { void send(chosen); }}><Button>{say('选择图片', 'Choose pictures')}</Button></FileTrigger> : null}
      <Text className="hint">{say(`最多 ${MOST} 张`, `${MOST} at most`)}</Text>
    </div>
  );
}

/** Pictures that stand with something. */
export function Gallery({ photos }: { photos: ReadonlyArray<{ id: string; url: string | null; thumbnailUrl: string | null }> | undefined }) {
  const say = useSay();
  const shown = (photos ?? []).filter(({ url, thumbnailUrl }) => url && thumbnailUrl);
  return shown.length ? <ul className="photos">{shown.map((photo, at) => <li key={photo.id}><a href={photo.url ?? ''} target="_blank" rel="noreferrer"><img src={photo.thumbnailUrl ?? ''} alt={say(`图片 ${at + 1}`, `Picture ${at + 1}`)} loading="lazy" /></a></li>)}</ul> : null;
}
