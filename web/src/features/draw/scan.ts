// Reads a QR code from a photograph, where the browser can (most phones); elsewhere the button is not shown.

interface Detector {
  detect(image: ImageBitmapSource): Promise<{ rawValue: string }[]>;
}
type DetectorClass = new (options: { formats: string[] }) => Detector;

function detectorClass(): DetectorClass | null {
  return (window as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector ?? null;
}

export function canScan(): boolean {
  return detectorClass() !== null;
}

/// The text of the first QR code in the picture, or null.
export async function scanPicture(picture: Blob): Promise<string | null> {
  const Class = detectorClass();
  if (!Class) return null;
  const found = await new Class({ formats: ['qr_code'] }).detect(await createImageBitmap(picture));
  return found[0]?.rawValue ?? null;
}
