// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package objects

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// BucketShelf is a Shelf in a bucket of an S3-compatible server.
type BucketShelf struct {
	client *minio.Client
	bucket string
	prefix string
}

// NewBucketShelf makes the shelf without speaking to the server. The bucket must
// exist; no spool is needed.
func NewBucketShelf(o S3Options) (*BucketShelf, error) {
	client, err := minio.New(o.Endpoint, &minio.Options{
		Creds: credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""), Secure: o.TLS, Region: o.Region,
		Transport: o.Transport, BucketLookup: minio.BucketLookupPath,
	})
	if err != nil {
		return nil, fmt.Errorf("objects: s3: %w", err)
	}
	return &BucketShelf{client: client, bucket: o.Bucket, prefix: o.Prefix}, nil
}

// String implements Shelf.
func (b *BucketShelf) String() string {
	return "s3://" + b.client.EndpointURL().Host + "/" + b.bucket + "/" + b.prefix
}

// Put implements Shelf. The server is asked back for the size, so that one that
// answered before it stored is noticed here.
func (b *BucketShelf) Put(ctx context.Context, name string, r io.Reader, size int64) error {
	if !isShelfName(name) {
		return badName(name)
	}
	options := minio.PutObjectOptions{ContentType: "application/octet-stream"}
	if _, err := b.client.PutObject(ctx, b.bucket, b.prefix+name, r, size, options); err != nil {
		return s3Error(err, name)
	}
	info, err := b.client.StatObject(ctx, b.bucket, b.prefix+name, minio.StatObjectOptions{})
	if err != nil {
		return s3Error(err, name)
	}
	if info.Size != size {
		return fmt.Errorf("objects: s3: %s has %d bytes, not %d", name, info.Size, size)
	}
	return nil
}

// Open implements Shelf.
func (b *BucketShelf) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	if !isShelfName(name) {
		return nil, fmt.Errorf("%w: %s", ErrNotFound, name)
	}
	o, err := b.client.GetObject(ctx, b.bucket, b.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return nil, s3Error(err, name)
	}
	if _, err := o.Stat(); err != nil { // GetObject is lazy: only this asks the server
		o.Close()
		return nil, s3Error(err, name)
	}
	return o, nil
}

// List implements Shelf.
func (b *BucketShelf) List(ctx context.Context, prefix string, visit func(Entry) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // ends the listing when visit fails
	for o := range b.client.ListObjects(ctx, b.bucket, minio.ListObjectsOptions{Prefix: b.prefix + prefix, Recursive: true}) {
		if o.Err != nil {
			return s3Error(o.Err, prefix)
		}
		if err := visit(Entry{Name: strings.TrimPrefix(o.Key, b.prefix), Size: o.Size, At: o.LastModified}); err != nil {
			return err
		}
	}
	return nil
}

// Remove implements Shelf.
func (b *BucketShelf) Remove(ctx context.Context, name string) error {
	if !isShelfName(name) {
		return badName(name)
	}
	return s3Error(b.client.RemoveObject(ctx, b.bucket, b.prefix+name, minio.RemoveObjectOptions{}), name)
}
